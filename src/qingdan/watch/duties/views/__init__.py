"""The pages of duties to publish: what everybody reads, and the desk."""
