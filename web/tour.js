// A tour of two minutes: a card at the foot of the page, and the page doing what the card speaks of.
'use strict';
window.touring = (page) => {
  const shirt = 'lAcAABDAo_Kc_IsMtNtMtMtNtMtotptototptotoYpZoYoZpYoZf_Lif_MXf_NMf_OCf_O3f_Ps_LBf_Lnf_MMf_Mxf_NXf_N8ff_O3f_OCf_NMf_MXf_Lif_KtolpmolomplomoRpRoRoRpRoRMRNRMRMRNRMRMlNkMlMkNlMlMZNZMaMZNaMZfAo_MM_NE';
  const draw = () => { page.set('drawing', shirt); page.command('classes'); };
  const stops = [
    ['Draw a garment', 'This shirt was drawn with pen and bucket. Your own goes on the sheet in the same way; a photograph can be dropped, pasted or opened.',
      () => { page.command('classify'); draw(); }],
    ['What the network sees', 'It never sees your picture, only these 28 x 28 grey pixels: ground taken away, cut to the garment, brought to size, as the data set was made. Every step can be changed.',
      () => { page.command('classify'); page.command('steps'); }],
    ['Ten answers, not one', 'A bar a class: how likely the network finds each. Below 60 % for the best it says that it is not sure. Try a second collar, or cut off a sleeve.',
      () => { page.command('classify'); page.command('classes'); }],
    ['Why it says so', 'A small square is covered, here, there and everywhere, and the network asked again. Orange: without this it would be less sure. Then draw on the picture, and fool it.',
      () => { page.command('classify'); page.command('reasons'); }],
    ['Watch one learn', 'A fresh network, 60,000 pictures, and your own processor. The curves are accuracy and loss; in the matrix every row holds the test pictures of one class. Move the learning rate while it runs.',
      () => { page.command('train'); page.command('start'); }],
    ['Ask the beginner', 'The network in training looks at your picture too, after every few steps. Use it instead of the one that came with the page, save it, or take it to the command line.',
      () => { page.command('train'); }],
    ['Before there were networks', 'Neighbours, components, Gaussians, clusters: the classical methods look at your picture too, on the same 60,000 pictures. The shirts nearest to yours are on top.',
      () => { page.command('stop'); page.command('inside'); }],
    ['Yours to share', 'The address holds the tab, the settings and the drawing. Send it, and others begin where you are. Nothing that you draw or open leaves this machine.',
      () => { page.command('classify'); page.command('classes'); }],
  ];
  const card = document.getElementById('tour');
  const [title, words, place] = ['h2', 'p', 'span'].map((tag) => card.querySelector(tag));
  const [back, next, end] = card.querySelectorAll('button');
  let stop = 0;
  const go = (to) => {
    if (to < 0) return;
    if (to >= stops.length) return close();
    stop = to;
    [title.textContent, words.textContent] = stops[stop];
    place.textContent = `${stop + 1} of ${stops.length}`;
    back.disabled = stop === 0;
    next.textContent = stop + 1 === stops.length ? 'Done' : 'Next';
    stops[stop][2]();
  };
  const close = () => { card.close(); };
  back.onclick = () => go(stop - 1);
  next.onclick = () => go(stop + 1);
  end.onclick = close;
  return { start: () => { card.show(); go(0); next.focus(); } };
};
