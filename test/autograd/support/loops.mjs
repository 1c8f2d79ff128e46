// Synchronous loops; prints by how many bytes the process grew in the second half of each.
import torch from 'torch-node'

const { forward_ad, functional, gradcheck } = torch.autograd
const double = { dtype: torch.double }
const x = torch.rand(1000, double)
const t = torch.rand(1000, double)
const few = torch.rand(2, double)

/** @type {Record<string, [rounds: number, body: () => unknown]>} */
const loops = {
  'dual numbers': [
    10_000,
    () => forward_ad.dual_level(() => forward_ad.unpack_dual(forward_ad.make_dual(x, t).sin())),
  ],
  jvp: [10_000, () => functional.jvp((x) => x.sin(), x, t)],
  'jacobian, vectorized': [
    10_000,
    () => functional.jacobian((x) => x.sin(), few, { vectorize: true }),
  ],
  gradcheck: [
    1000,
    () => gradcheck((x) => x.sin(), few.detach().requires_grad_(), { check_forward_ad: true }),
  ],
  assert_close: [10_000, () => torch.testing.assert_close(x, x)],
}

/** @type {Record<string, number>} */
const growth = {}
for (const [name, [rounds, body]] of Object.entries(loops)) {
  let half = 0
  for (let i = 0; i < rounds; i++) {
    if (i === rounds / 2) half = process.memoryUsage().rss
    body()
  }
  growth[name] = process.memoryUsage().rss - half
}
console.log(JSON.stringify(growth))
