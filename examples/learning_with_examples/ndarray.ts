/** Learning PyTorch with examples: two layers with NumPy's arrays, the gradients by hand. */
import { format, print, range } from 'torch-node/builtins'
import np from 'torch-node/numpy'

np.random.seed(0)

// Batch size, input, hidden and output dimensions
const [N, D_in, H, D_out] = [64, 1000, 100, 10]

const x = np.random.randn(N, D_in)
const y = np.random.randn(N, D_out)

const w1 = np.random.randn(D_in, H)
const w2 = np.random.randn(H, D_out)

const learning_rate = 1e-6
for (const t of range(500)) {
  const h = x.dot(w1)
  const h_relu = np.maximum(h, 0)
  const y_pred = h_relu.dot(w2)

  const loss = np.square(y_pred.sub(y)).sum()
  // Products add up in another order than in NumPy's BLAS: over 500 steps the losses part in the eleventh digit.
  print(t, format(loss, '.6g'))

  const grad_y_pred = np.multiply(2.0, y_pred.sub(y))
  const grad_w2 = h_relu.T.dot(grad_y_pred)
  const grad_h_relu = grad_y_pred.dot(w2.T)
  const grad_h = grad_h_relu.copy()
  grad_h.index_put_([h.lt(0)], 0)
  const grad_w1 = x.T.dot(grad_h)

  w1.sub_(grad_w1.mul(learning_rate))
  w2.sub_(grad_w2.mul(learning_rate))
}
