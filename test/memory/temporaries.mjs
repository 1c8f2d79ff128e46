import torch from 'torch-node'

/** 3,000 temporaries of 4 MB, each dead at once, in a loop that never yields. */
export default function temporaries(half) {
  const x = torch.ones(1024, 1024)
  for (let i = 0; i < 3000; i++) {
    if (i === 1500) half()
    x.add(1)
  }
}
