"""Training with the true sentence as the decoder's input, or with what it said itself."""

import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.optim as optim
from torch.utils.data import DataLoader, TensorDataset


def teacher_forcing(model, encoder_inputs, decoder_inputs):
    return model(encoder_inputs, decoder_inputs)


def reinjection(model, encoder_inputs, decoder_inputs):
    states = model.encode(encoder_inputs)
    inputs = decoder_inputs[:, 0:1]
    steps = []
    for _ in range(decoder_inputs.size(1)):
        logits, states = model.decode(inputs, states)
        steps.append(logits)
        inputs = F.softmax(logits, dim=-1)
    return torch.cat(steps, 1)


outputsOf = {'teacher-forcing': teacher_forcing, 'reinjection': reinjection}


class Mean:
    def __init__(self):
        self.loss = self.hits = self.steps = 0

    def add(self, loss, logits, target):
        self.loss += loss.item() * target.numel()
        self.hits += (logits.argmax(-1) == target).sum().item()
        self.steps += target.numel()

    def text(self, prefix=''):
        loss, accuracy = self.loss / self.steps, self.hits / self.steps
        return f'{prefix}loss: {loss:.4f} - {prefix}accuracy: {accuracy:.4f}'


def fit(model, data, mode, epochs, batch_size, validation_split):
    target = data.decoder_target_data
    classes = target.argmax(-1) if target.is_floating_point() else target
    tensors = data.encoder_input_data, data.decoder_input_data, classes

    split = int(classes.size(0) * (1 - validation_split))
    train_ds = TensorDataset(*(x[:split] for x in tensors))
    valid_ds = TensorDataset(*(x[split:] for x in tensors))
    train_dl = DataLoader(train_ds, batch_size=batch_size, shuffle=True)
    valid_dl = DataLoader(valid_ds, batch_size=batch_size)
    print(f'Train on {len(train_ds)} samples, validate on {len(valid_ds)} samples')

    outputs = outputsOf[mode]
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.RMSprop(model.parameters(), lr=0.001, alpha=0.9, eps=1e-7)

    for epoch in range(epochs):
        train, valid = Mean(), Mean()
        for encoder_inputs, decoder_inputs, target in train_dl:
            optimizer.zero_grad()
            logits = outputs(model, encoder_inputs, decoder_inputs)
            loss = criterion(logits.transpose(1, 2), target)
            loss.backward()
            optimizer.step()
            train.add(loss, logits, target)
        with torch.no_grad():
            for encoder_inputs, decoder_inputs, target in valid_dl:
                logits = outputs(model, encoder_inputs, decoder_inputs)
                valid.add(criterion(logits.transpose(1, 2), target), logits, target)
        print(f'Epoch {epoch + 1}/{epochs} - {train.text()} - {valid.text("val_")}', flush=True)
