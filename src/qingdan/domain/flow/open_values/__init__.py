"""Values of facts that nothing has decided yet, and stay open until a condition asks.

``regions`` says which values have to be tried, ``values`` holds them in a state, ``moving`` moves the machine on with
them. The search through every way, the judging of logs and the look ahead all use these, and nothing else.
"""
