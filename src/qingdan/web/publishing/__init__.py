"""The static copy: everything that an outsider can read here, as files that any web server hands out.

``plan`` says where the walk begins and what is left to the live house, ``asking`` asks the house as somebody without a
name, ``walking`` follows every link, ``rewriting`` makes links hold in the copy, ``news`` says what cannot have changed
since last time, ``folder`` keeps the files whole, ``copying`` does it all in order.
"""
