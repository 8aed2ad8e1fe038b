"""
The picture library: what comes in is made safe, its words are read, and it is kept in the sizes that pages need.

`safety` is the only way in, `renditions` makes the sizes in the background, `markup` is how readers see a picture.
"""
