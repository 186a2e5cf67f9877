"""The process language: block-structured flows, sound by construction. Spec: docs/spec/flow.md.

``parse`` reads a definition, ``check`` finds what is wrong in it, ``machine`` runs it, ``draw`` draws it.
"""
