"""Paper that comes back: the QR code on a signed form, photographed or scanned, leads it to its case and step."""
