"""An Anki collection in; "ready" out as soon as the question of its first card could be shown."""

import sys

from anki.collection import Collection

collection = Collection(sys.argv[1])
card = collection.sched.getCard()
if card is None:
    sys.exit("No card is due in this collection.")
card.question()
sys.stdout.write("ready\n")
sys.stdout.flush()
collection.close()
