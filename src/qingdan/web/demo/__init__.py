"""The demonstration: invented villages with a cast and cases at every stage, in a database made for nothing else."""
