"""The leak check where it bites: rules and known numbers of a place, forms that stop, and who let what stand."""
