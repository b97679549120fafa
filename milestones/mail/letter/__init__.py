"""What we send: a letter from its view to its bytes. Renders and withholds; knows no database."""
