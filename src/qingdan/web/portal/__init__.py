"""The villagers' pages: what do I want to do, who do I go to, how do I watch. Nothing here asks for a sign-in."""
