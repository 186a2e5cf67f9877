"""The public log for everybody: a page that explains it, and its files as C2SP tlog-tiles serves them."""
