"""What a village tells people of a power: texts within their limits and speech for a loudspeaker.

``Told`` holds the words of one power in one language; ``messages`` makes texts of them, ``broadcast`` a script. Pure:
values in, texts out.
"""
