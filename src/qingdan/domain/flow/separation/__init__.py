"""Separation of duties: which steps lose their check when one person holds two posts, a post is vacant, or its holder
must stand aside."""
