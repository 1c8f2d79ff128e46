import copy
import math
import time

import torch
import torch.nn as nn

from options import smoke
from transformer.data import (
    TEXT,
    batchify,
    device,
    get_batch,
    test_txt,
    train_txt,
    val_txt,
)
from transformer.model import TransformerModel

torch.manual_seed(0)

batch_size = 20
eval_batch_size = 10
train_data = batchify(train_txt, batch_size)
val_data = batchify(val_txt, eval_batch_size)
test_data = batchify(test_txt, eval_batch_size)

print(len(TEXT.itos), TEXT.itos[:12])
print(TEXT.numericalize([train_txt]).shape)
print(train_data.shape, val_data.shape, test_data.shape)

bptt = 10 if smoke else 35
data, targets = get_batch(train_data, 0, bptt)


def words(column):
    return [TEXT.itos[i] for i in column.tolist()]


print(data.shape, targets.shape)
print(words(data[:, 0]))
print(words(targets.view(-1, batch_size)[:, 0]))


ntokens = len(TEXT.stoi)
emsize = 64 if smoke else 200
nhid = 64 if smoke else 200
nlayers = 2
nhead = 2
dropout = 0.2
model = TransformerModel(ntokens, emsize, nhead, nhid, nlayers, dropout).to(device)
print(model)

criterion = nn.CrossEntropyLoss()
lr = 5.0
optimizer = torch.optim.SGD(model.parameters(), lr=lr)
scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 1, gamma=0.95)


def asMinutes(s):
    return '%dm %ds' % (s // 60, s % 60)


def train(epoch):
    model.train()
    total_loss = 0.0
    start_time = time.time()
    log_interval = 3 if smoke else 200
    for batch, i in enumerate(range(0, train_data.size(0) - 1, bptt)):
        data, targets = get_batch(train_data, i, bptt)
        optimizer.zero_grad()
        output = model(data)
        loss = criterion(output.view(-1, ntokens), targets)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 0.5)
        optimizer.step()

        total_loss += loss.item()
        if (batch + 1) % log_interval == 0:
            cur_loss = total_loss / log_interval
            print(
                '| epoch {:3d} | {:5d}/{:5d} batches | lr {:02.2f} | {} | loss {:5.2f} | ppl {:8.2f}'.format(
                    epoch,
                    batch + 1,
                    math.ceil((len(train_data) - 1) / bptt),
                    scheduler.get_last_lr()[0],
                    asMinutes(time.time() - start_time),
                    cur_loss,
                    math.exp(cur_loss),
                )
            )
            total_loss = 0


def evaluate(eval_model, data_source):
    eval_model.eval()
    total_loss = 0.0
    with torch.no_grad():
        for i in range(0, data_source.size(0) - 1, bptt):
            data, targets = get_batch(data_source, i, bptt)
            output = eval_model(data)
            output_flat = output.view(-1, ntokens)
            total_loss += len(data) * criterion(output_flat, targets).item()
    return total_loss / (len(data_source) - 1)


best_val_loss = float('inf')
epochs = 3
best_model = None

for epoch in range(1, epochs + 1):
    epoch_start_time = time.time()
    train(epoch)
    val_loss = evaluate(model, val_data)
    print('-' * 89)
    print(
        '| end of epoch {:3d} | time: {} | valid loss {:5.2f} | valid ppl {:8.2f}'.format(
            epoch, asMinutes(time.time() - epoch_start_time), val_loss, math.exp(val_loss)
        )
    )
    print('-' * 89)

    if val_loss < best_val_loss:
        best_val_loss = val_loss
        best_model = copy.deepcopy(model)

    scheduler.step()

test_loss = evaluate(best_model, test_data)
print('=' * 89)
print(
    '| End of training | test loss {:5.2f} | test ppl {:8.2f}'.format(
        test_loss, math.exp(test_loss)
    )
)
print('=' * 89)
print(best_val_loss, test_loss)
