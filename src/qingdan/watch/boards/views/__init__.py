"""The pages of boards, by noun."""
