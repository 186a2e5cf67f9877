"""Rules that need no process: time limits, quorums, recusal, identity numbers, audiences and money."""
