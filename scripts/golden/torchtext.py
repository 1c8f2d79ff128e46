"""Goldens of torchtext up to 0.8: python scripts/golden/torchtext.py. Needs no torch and no torchtext.

torchtext is not installed beside today's PyTorch, so its rules are written down here once more, as plainly as Python
allows, and run on Python's own re, csv, random and sorted.
"""

import csv
import io
import json
import random
import re
from collections import Counter
from pathlib import Path

LINES = [
    "You can't go (now).", 'He said: "stop!"; why?', "<br />line<br />\nbreak", "", "   ", "tabs\tand\x1fother\x85spaces\u3000here",
    " @-@ = = Title = = ", "ÀÉ İstanbul ΣΑΣ", "U.S. 3.14,15", "don''t", "a\ufeffb",
]
BASIC = [(r"\'", " '  "), (r"\"", ""), (r"\.", " . "), (r"<br \/>", " "), (r",", " , "), (r"\(", " ( "), (r"\)", " ) "),
         (r"\!", " ! "), (r"\?", " ? "), (r"\;", " "), (r"\:", " "), (r"\s+", " ")]


def basic_english(line):
    line = line.lower()
    for pattern, replacement in BASIC:
        line = re.sub(pattern, replacement, line)
    return line.split()


WORDS = "the a b the 😀 \ufffd \ue000 B Z é a 10 9 constructor __proto__ the b toString".split() + ["<unk>", "<pad>"]


def vocab(counter, max_size=None, min_freq=1, specials=("<unk>", "<pad>"), specials_first=True):
    words = sorted((word for word in counter if word not in specials), key=lambda word: (-counter[word], word))
    words = [word for word in words if counter[word] >= max(min_freq, 1)][:max_size]
    return list(specials) + words if specials_first else words + list(specials)


VOCABS = [{}, {"max_size": 3}, {"min_freq": 2}, {"max_size": 0}, {"specials": []}, {"specials": ["<s>", "<unk>"], "specials_first": False},
          {"max_size": 4, "specials": ["the"], "specials_first": False}, {"min_freq": 0}]


class Shuffler:
    """A generator of its own that starts where the global one stands."""

    def __init__(self):
        self.state = random.getstate()

    def __call__(self, data):
        outside = random.getstate()
        random.setstate(self.state)
        shuffled = random.sample(data, len(data))
        self.state = random.getstate()
        random.setstate(outside)
        return shuffled


def batches(data, size, measure=None):
    batch, total = [], 0
    for one in data:
        batch.append(one)
        total = measure(one, len(batch), total) if measure else len(batch)
        if total == size:
            yield batch
            batch, total = [], 0
        elif total > size:
            yield batch[:-1]
            batch = batch[-1:]
            total = measure(one, 1, 0) if measure else 1
    if batch:
        yield batch


def epochs(lengths, size, bucket, train=True, shuffle=None, sort=None, sort_within_batch=None, tokens=False, count=2):
    """Which examples come in which batch, in passes of an iterator."""
    measure = (lambda i, count, so_far: so_far + lengths[i]) if tokens else None
    shuffle = train if shuffle is None else shuffle
    sort = not train if sort is None else sort
    within = sort if sort_within_batch is None else sort_within_batch
    key = lengths.__getitem__
    shuffler = Shuffler()
    for _ in range(count):
        data = list(range(len(lengths)))
        if sort:
            data = sorted(data, key=key)
        elif shuffle:
            data = shuffler(data)
        if bucket and not sort:
            result = []
            for chunk in batches(data, size * 100, measure):
                part = list(batches(sorted(chunk, key=key) if within else chunk, size, measure))
                result += shuffler(part) if shuffle else part
        else:
            result = list(batches(data, size, measure))
        if within and sort:
            result = [batch[::-1] for batch in result]
        elif within:
            result = [sorted(batch, key=key, reverse=True) for batch in result]
        yield result


def iterators():
    random.seed(3)
    lengths = [random.randint(1, 9) for _ in range(23)]
    settings = [
        {"size": 4, "bucket": False}, {"size": 4, "bucket": False, "train": False}, {"size": 5, "bucket": False, "shuffle": False},
        {"size": 4, "bucket": False, "sort_within_batch": True}, {"size": 4, "bucket": True}, {"size": 4, "bucket": True, "train": False},
        {"size": 4, "bucket": True, "sort_within_batch": True}, {"size": 4, "bucket": True, "shuffle": False, "sort_within_batch": True},
        {"size": 12, "bucket": True, "tokens": True}, {"size": 12, "bucket": False, "tokens": True}, {"size": 1, "bucket": True, "sort_within_batch": True},
    ]
    for one in settings:
        random.seed(7)
        yield {**one, "epochs": list(epochs(lengths, **one))}
    yield lengths


def split(count, train, test=None, valid=0.0):
    test = 1 - train if test is None else test
    total = train + test + valid
    train, test, valid = train / total, test / total, valid / total
    order = Shuffler()(range(count))
    trains = int(round(train * count))
    tests = int(round(test * count)) if valid else count - trains
    parts = [order[:trains], order[trains + tests:], order[trains:trains + tests]]
    return [part for part in parts if part]


def splits():
    for count, ratios in [(10, [0.7]), (11, [0.5]), (10, [2, 1, 1]), (7, [1, 1]), (5, [0.5, 0.25, 0.25]), (3, [0.9])]:
        random.seed(count)
        yield [count, ratios, split(count, *ratios)]


TABLES = [
    'a,b\n1,"x, y"\n', 'a\tb\n"q""q"\t2\n', 'one,"two\nlines",3\nlast,,\n', "", "no newline", '"",\n', 'in"side",x\n', '"a"b,c\n', "\n\nx\n", " lead, trail \n",
]
PARAMS = [{}, {"delimiter": "\t"}, {"quoting": csv.QUOTE_NONE}, {"quotechar": "'"}, {"skipinitialspace": True}]


def tables():
    for text in TABLES:
        for params in PARAMS:
            yield [text, params, list(csv.reader(io.StringIO(text, newline="\n"), **params))]


def interleaved(a, b):
    return int("".join(x + y for x, y in zip(format(a, "016b"), format(b, "016b"))), 2)


result = {
    "basic_english": [[line, basic_english(line), line.split()] for line in LINES],
    "words": WORDS,
    "vocabs": [[options, vocab(Counter(WORDS), **options)] for options in VOCABS],
    "iterators": list(iterators()),
    "splits": list(splits()),
    "tables": list(tables()),
    "interleaved": [[a, b, interleaved(a, b)] for a, b in [(0, 0), (3, 1), (1, 3), (65535, 0), (12, 900)]],
}
out = Path(__file__).parents[2] / "test/golden/torchtext.json"
out.write_text("{\n" + ",\n".join(f'"{key}": {json.dumps(value)}' for key, value in result.items()) + "\n}\n")
