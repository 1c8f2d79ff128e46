// The little of TeX that titles and ticks use: powers, indices, Greek letters, signs and fractions between dollars.

import { type Glyph, type Line, layoutText } from './backends/_text_layout.js'

const greek =
  'alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ iota ι kappa κ lambda λ mu μ nu ν xi ξ ' +
  'pi π rho ρ sigma σ tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π ' +
  'Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω'
const signs =
  'times × cdot ⋅ pm ± leq ≤ le ≤ geq ≥ ge ≥ neq ≠ approx ≈ infty ∞ rightarrow → to → leftarrow ← partial ∂ nabla ∇ ' +
  'sum ∑ prod ∏ int ∫ in ∈ degree ° ell ℓ ldots … sqrt √ prime ′ circ ∘ quad \u2003 % % $ $ _ _ & & # #'
const pairs = `${greek} ${signs}`.split(' ')
const symbols = new Map<string, string>()
for (let i = 0; i < pairs.length; i += 2) symbols.set(pairs[i] as string, pairs[i + 1] as string)

/** Whether a text holds a formula: an even number of dollars that are not escaped. */
export function isMath(text: string): boolean {
  const dollars = text.replaceAll('\\$', '').split('$').length - 1
  return dollars > 0 && dollars % 2 === 0
}

const upright = new Set(['mathdefault', 'mathrm', 'mathregular', 'rm', 'text', 'operatorname'])
const binary = new Set([...'=<>≤≥≠≈→←+−×±∈'])

interface State {
  readonly size: number
  readonly y: number
  readonly italic: boolean
}

/** Lays out one line with formulas. */
export class MathLayout {
  private readonly glyphs: Glyph[] = []
  private readonly boxes: [number, number, number, number][] = []
  private x = 0
  private ascent = 0
  private descent = 0

  constructor(
    private readonly face: string,
    private readonly px: number,
  ) {}

  line(text: string): Line {
    const parts = text.split(/(?<!\\)\$/)
    parts.forEach((part, i) => {
      if (i % 2 === 0) this.put(part.replaceAll('\\$', '$'), this.face, this.px, 0, i > 0)
      else this.formula(part, { size: this.px, y: 0, italic: true })
    })
    const { glyphs, boxes, x, ascent, descent } = this
    return { glyphs, boxes, width: x, ascent, descent }
  }

  private put(text: string, face: string, size: number, y: number, exact = true): void {
    if (text === '') return
    const line = layoutText(text, face, size, exact)
    for (const glyph of line.glyphs)
      this.glyphs.push({ ...glyph, x: glyph.x + this.x, y: glyph.y + y })
    this.x += line.width
    this.ascent = Math.max(this.ascent, line.ascent + y)
    this.descent = Math.max(this.descent, line.descent - y)
  }

  private formula(source: string, state: State): void {
    const tokens = source.match(/\\[a-zA-Z]+|\\.|[\s\S]/g) ?? []
    let at = 0
    const group = (): string => {
      while (tokens[at] === ' ') at++
      if (tokens[at] !== '{') return tokens[at++] ?? ''
      let depth = 0
      let text = ''
      for (; at < tokens.length; at++) {
        const token = tokens[at] as string
        if (token === '{' && depth++ === 0) continue
        if (token === '}' && --depth === 0) break
        text += token
      }
      at++
      return text
    }
    // Signs between two things stand apart from both, a sign before one does not.
    let between = false
    while (at < tokens.length) {
      const token = tokens[at++] as string
      const put = (char: string, look: State): void => this.symbol(char, look, between)
      if (token === '^' || token === '_')
        this.script(
          token,
          group,
          () => tokens[at] ?? '',
          () => at++,
          state,
        )
      else if (token === '{') {
        at--
        this.formula(group(), state)
      } else if (token === '\\frac') this.fraction(group(), group(), state)
      else if (token.startsWith('\\')) {
        const name = token.slice(1)
        if (upright.has(name)) this.formula(group(), { ...state, italic: false })
        else if (/^math|^it$|^bf$/.test(name)) this.formula(group(), state)
        else if (name === ',' || name === ' ' || name === ';') this.x += state.size / 6
        else
          put(symbols.get(name) ?? name, {
            ...state,
            italic: state.italic && /^[a-z]/.test(name) && greek.includes(`${name} `),
          })
      } else if (token !== ' ' && token !== '}') put(token, state)
      if (token !== ' ') between = true
    }
  }

  private symbol(char: string, { size, y, italic }: State, between: boolean): void {
    const text = char === '-' ? '\u2212' : char
    const space = between && binary.has(text) ? size * 0.2 : 0
    this.x += space
    const slanted = italic && /^\p{L}$/u.test(text)
    this.put(text, slanted ? `oblique ${this.face.replace('oblique ', '')}` : this.face, size, y)
    this.x += space
  }

  // An index and a power after one another stand above each other.
  private script(
    kind: string,
    group: () => string,
    peek: () => string,
    skip: () => void,
    state: State,
  ): void {
    const size = state.size * 0.7
    const start = this.x
    const place = (mark: string, text: string): number => {
      this.x = start + state.size * 0.02
      const dy = mark === '^' ? state.size * 0.38 : -state.size * 0.17
      this.formula(text, { ...state, size, y: state.y + dy })
      return this.x
    }
    let end = place(kind, group())
    const next = peek()
    if ((next === '^' || next === '_') && next !== kind) {
      skip()
      end = Math.max(end, place(next, group()))
    }
    this.x = end + state.size * 0.04
  }

  private fraction(over: string, under: string, state: State): void {
    const { face, px } = this
    const width = (text: string): number => {
      const probe = new MathLayout(face, px)
      probe.formula(text, { ...state, size: state.size * 0.7 })
      return probe.x
    }
    const wide = Math.max(width(over), width(under))
    const start = this.x
    this.x = start + (wide - width(over)) / 2
    this.formula(over, { ...state, size: state.size * 0.7, y: state.y + state.size * 0.45 })
    this.x = start + (wide - width(under)) / 2
    this.formula(under, { ...state, size: state.size * 0.7, y: state.y - state.size * 0.35 })
    this.boxes.push([start, state.y + state.size * 0.3, wide, Math.max(state.size / 16, 1)])
    this.x = start + wide + state.size * 0.1
  }
}
