"""The pages of cases: inbox, case, opening, doing, papers."""
