"""What an import would do, said before it is done: ``known`` is the village as it is, ``matching`` finds whom a line
means, ``building`` makes the plan, ``plan`` is its shape. Nothing here writes."""
