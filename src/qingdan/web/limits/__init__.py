"""The numbers that the lists leave to the city and the towns: shown to everybody, set by those who may."""
