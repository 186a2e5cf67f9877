"""The public log: public acts become leaves, leaves get numbers, numbers become tiles and a signed checkpoint."""
