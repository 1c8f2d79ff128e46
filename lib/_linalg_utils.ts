// Mirrors what is public of torch/_linalg_utils.py: functions that only say what took their place.

import { RuntimeError } from './errors.js'

const removed = 'This function was deprecated since version 1.9 and is now removed.'

function gone(text: string): (...args: unknown[]) => never {
  return () => {
    throw new RuntimeError(text)
  }
}

/**
 * Removed from PyTorch: throws a RuntimeError that names `torch.linalg.matrix_rank`.
 *
 * @deprecated
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.linalg.matrix_rank.html
 */
export const matrix_rank = gone(
  `${removed}\nPlease use the \`torch.linalg.matrix_rank\` function instead. ` +
    "The parameter 'symmetric' was renamed in `torch.linalg.matrix_rank()` to 'hermitian'.",
)

/**
 * Removed from PyTorch: throws a RuntimeError that names `torch.linalg.solve`.
 *
 * @deprecated
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.linalg.solve.html
 */
export const solve = gone(
  `${removed} \`torch.solve\` is deprecated in favor of \`torch.linalg.solve\`. ` +
    '`torch.linalg.solve` has its arguments reversed and does not return the LU factorization.\n\n' +
    'To get the LU factorization see `torch.lu`, which can be used with `torch.lu_solve` or `torch.lu_unpack`.\n' +
    'X = torch.solve(B, A).solution should be replaced with:\nX = torch.linalg.solve(A, B)',
)

/**
 * Removed from PyTorch: throws a RuntimeError that names `torch.linalg.lstsq`.
 *
 * @deprecated
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.linalg.lstsq.html
 */
export const lstsq = gone(
  `${removed} \`torch.lstsq\` is deprecated in favor of \`torch.linalg.lstsq\`.\n` +
    '`torch.linalg.lstsq` has reversed arguments and does not return the QR decomposition in ' +
    'the returned tuple (although it returns other information about the problem).\n\n' +
    'To get the QR decomposition consider using `torch.linalg.qr`.\n\n' +
    'The returned solution in `torch.lstsq` stored the residuals of the solution in the ' +
    'last m - n columns of the returned value whenever m > n. In torch.linalg.lstsq, ' +
    "the residuals are in the field 'residuals' of the returned named tuple.\n\n" +
    'The unpacking of the solution, as in\nX, _ = torch.lstsq(B, A).solution[:A.size(1)]\n' +
    'should be replaced with:\nX = torch.linalg.lstsq(A, B).solution',
)

/**
 * Removed from PyTorch: throws a RuntimeError that names `torch.linalg.eigh`.
 *
 * @deprecated
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.linalg.eigh.html
 */
export const symeig = gone(
  `${removed} The default behavior has changed from using the upper triangular portion of the matrix by default ` +
    'to using the lower triangular portion.\n\n' +
    'L, _ = torch.symeig(A, upper=upper) should be replaced with:\n' +
    "L = torch.linalg.eigvalsh(A, UPLO='U' if upper else 'L')\n\nand\n\n" +
    'L, V = torch.symeig(A, eigenvectors=True) should be replaced with:\n' +
    "L, V = torch.linalg.eigh(A, UPLO='U' if upper else 'L')",
)

/**
 * Removed from PyTorch: throws a RuntimeError that names `torch.linalg.eig`.
 *
 * @deprecated
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.linalg.eig.html
 */
export const eig = gone(
  `${removed} \`torch.linalg.eig\` returns complex tensors of dtype \`cfloat\` or \`cdouble\` ` +
    'rather than real tensors mimicking complex tensors.\n\n' +
    'L, _ = torch.eig(A) should be replaced with:\nL_complex = torch.linalg.eigvals(A)\n\nand\n\n' +
    'L, V = torch.eig(A, eigenvectors=True) should be replaced with:\n' +
    'L_complex, V_complex = torch.linalg.eig(A)',
)
