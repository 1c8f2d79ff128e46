"""Names by language, as the tutorial reads them."""

import glob
import os
import string
import unicodedata

ascii_letters = string.ascii_letters


def findFiles(path):
    return sorted(glob.glob(path))


def unicodeToAscii(s, all_letters):
    return ''.join(
        c
        for c in unicodedata.normalize('NFD', s)
        if unicodedata.category(c) != 'Mn' and c in all_letters
    )


def readLines(filename, all_letters):
    lines = open(filename, encoding='utf-8').read().strip().split('\n')
    return [unicodeToAscii(line, all_letters) for line in lines]


def readNames(folder, all_letters):
    category_lines = {}
    all_categories = []
    for filename in findFiles(folder + '/*.txt'):
        category = os.path.splitext(os.path.basename(filename))[0]
        all_categories.append(category)
        category_lines[category] = readLines(filename, all_letters)
    return category_lines, all_categories
