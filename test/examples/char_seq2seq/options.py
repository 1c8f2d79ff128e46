"""What the lesson takes on the command line."""

import argparse

from paths import dataPathOf

parser = argparse.ArgumentParser()
parser.add_argument('--smoke', action='store_true')
parser.add_argument('--data')
parser.add_argument('--cell', default='lstm')
parser.add_argument('--level', default='char')
parser.add_argument('--mode', default='teacher-forcing')
parser.add_argument('--num_layers', type=int, default=1)
parser.add_argument('--bidirectional', action='store_true')
parser.add_argument('--num_samples', type=int, default=10000)
parser.add_argument('--epochs', type=int, default=100)
parser.add_argument('--batch_size', type=int, default=256)
parser.add_argument('--latent_dim', type=int, default=256)
values = parser.parse_args()

smoke = values.smoke

file = dataPathOf(values, 'eng-fra/eng-fra.txt', 'eng-fra.txt')
