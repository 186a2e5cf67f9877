"""The catalogue: the three lists as checked values. Spec: docs/spec/catalogue.md.

``load`` reads an edition's files, ``model`` says what they become, ``references`` checks that they fit together,
``canonical`` gives each file its lasting digest, ``laws`` compares citations with the text of the law.
"""
