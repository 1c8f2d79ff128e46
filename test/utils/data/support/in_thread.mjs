// A loader with workers in a worker thread.
import { parentPort } from 'node:worker_threads'
import torch from 'torch-node'
import { DataLoader, TensorDataset } from 'torch-node/utils/data'

const loader = DataLoader(TensorDataset(torch.arange(4)), { num_workers: 2 })
parentPort?.postMessage(Array.from(loader, ([x]) => x.item()))
