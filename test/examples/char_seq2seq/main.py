import torch

from char_seq2seq.data import vectorize
from char_seq2seq.inference import decode_sequence
from char_seq2seq.model import Seq2Seq
from char_seq2seq.options import file, smoke, values
from char_seq2seq.train import fit

given = {
    'cell': values.cell,
    'level': values.level,
    'mode': values.mode,
    'num_layers': values.num_layers,
    'bidirectional': values.bidirectional,
}
batch_size = 16 if smoke else values.batch_size
latent_dim = 32 if smoke else values.latent_dim


def main(cell, level, mode, num_layers, bidirectional):
    print(f'{level}s, {cell}, {mode}, num_layers', num_layers, 'bidirectional', bidirectional)
    torch.manual_seed(0)

    data = vectorize(file, values.num_samples, level)
    print('Number of samples:', len(data.input_texts))
    print('Number of unique input tokens:', data.input_table.size)
    print('Number of unique output tokens:', data.target_table.size)
    print('Max sequence length for inputs:', data.max_encoder_seq_length)
    print('Max sequence length for outputs:', data.max_decoder_seq_length)
    print(data.encoder_input_data.shape, data.decoder_input_data.shape)
    print(data.decoder_target_data.shape)

    model = Seq2Seq(
        data.input_table.size,
        data.target_table.size,
        latent_dim,
        cell=cell,
        num_layers=num_layers,
        bidirectional=bidirectional,
        embedding_dim=latent_dim if level == 'word' else None,
    )
    print(model)
    epochs = (12 if level == 'word' else 2) if smoke else values.epochs
    fit(model, data, mode, epochs, batch_size, validation_split=0.2)

    for seq_index in range(2 if smoke else 20):
        input_seq = data.encoder_input_data[seq_index : seq_index + 1]
        print('-')
        print('Input sentence:', data.input_texts[seq_index])
        print('Decoded sentence:', decode_sequence(model, input_seq, data))


if smoke:
    main(**given)
    main(**{**given, 'cell': 'gru'})
    main(**{**given, 'mode': 'reinjection'})
    main(**{**given, 'level': 'word'})
    main(**{**given, 'level': 'word', 'mode': 'reinjection'})
    main(**{**given, 'num_layers': 2, 'bidirectional': True})
else:
    main(**given)
