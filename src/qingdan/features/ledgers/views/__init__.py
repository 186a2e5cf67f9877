"""The pages of ledgers: handing one in, one as it was judged, and the numbers by village and by step."""
