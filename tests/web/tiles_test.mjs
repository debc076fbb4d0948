// What no clock on a busy machine shows: in the programs as they are shipped, behind the optimiser, the loops that multiply
// hold nothing but that. A call in there, of a function that loads a vector, once made training four times slower.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { check, root } from './browser.mjs';

const kLoop = 4;         // multiplications of vectors in the smallest loop that is looked at
const kWhole = 16;       // those of a whole product tile: two steps of a sum of 4 x 2 or of 8 x 1 vectors
const kWholeTiles = 10;  // with the rows Apart<32>, Apart<16>, Adjacent, Spaced and Anywhere

// The loops that hold no other one, in the folded text of wasm-dis: what stands deeper than its loop belongs to it.
const inner_loops = (text) => {
  const found = [], open = [];
  for (const line of text.split('\n')) {
    const word = line.trimStart(), depth = line.length - word.length;
    while (open.length > 0 && depth <= open.at(-1).depth) {
      const loop = open.pop();
      if (!loop.outer) found.push(loop.words);
    }
    if (/^\(loop\b/.test(word)) {
      for (const loop of open) loop.outer = true;
      open.push({ depth, words: [], outer: false });
    } else {
      open.at(-1)?.words.push(word);
    }
  }
  return found;
};
const count = (loop, ...words) => loop.filter((line) => words.some((word) => line.startsWith(`(${word}`))).length;
const multiplying = (text) => inner_loops(text).filter((loop) => count(loop, 'f32x4.mul') >= kLoop);
const with_calls = (loops) => loops.filter((loop) => count(loop, 'call') > 0);
const whole_tiles = (loops) => loops.filter((loop) => count(loop, 'f32x4.mul') === kWhole && count(loop, 'f32x4.add') === kWhole &&
  count(loop, 'call', 'v128.store') === 0);

const disassembled = (program) =>
  execFileSync('wasm-dis', [join(root, 'build/web', `${program}.wasm`), '-o', '-'], { encoding: 'utf8', maxBuffer: 1 << 30 });

export default ['thimble', 'thimble-threads'].map((program) => [`tiles of ${program} keep their sums in registers and call nothing`, async () => {
  const loops = multiplying(disassembled(program)), calling = with_calls(loops);
  check(calling.length === 0, `${calling.length} of ${loops.length} loops that multiply call a function`);
  check(whole_tiles(loops).length >= kWholeTiles, `expected ${kWholeTiles} whole tiles, found ${whole_tiles(loops).length}`);
}]).concat([['tiles: a call in an inner loop is found', async () => {
  const text = (inside) => ` (loop $0\n  (call $f)\n  (loop $1\n${'   (f32x4.mul\n   )\n'.repeat(kLoop)}${inside}  )\n  (f32x4.mul)\n )\n)`;
  const found = (inside) => [multiplying(text(inside)).length, with_calls(multiplying(text(inside))).length];
  check(String(found('')) === '1,0' && String(found('   (call $g)\n')) === '1,1', found(''), found('   (call $g)\n'));
}]]);
