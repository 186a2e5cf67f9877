"""The public log: a Merkle tree of what was made public, as tiles, signed notes and proofs.

Spec: docs/spec/transparency.md.

For whoever keeps a log: ``leaves.Leaf`` → ``tiles.grow`` (the files that an append changes) → ``checkpoints.sign`` →
``checkpoints.add_cosignatures`` (what witnesses said of it) → ``proofs.make`` (a receipt). For whoever checks one:
``verifying.verify_log``, ``proofs.check``, ``witnessing.judge``. Pure: files are read through a callable
``read(path) -> bytes | None``, and the time is handed in.
"""
