#include "native/report_style.h"

namespace thimble {

const char* const report_style = R"(
:root{color-scheme:light dark;--ink:#17202a;--soft:#57636f;--line:#e3e7eb;--paper:#fff;--ground:#f4f6f8;--accent:#005f99;
--good:#00795a;--bad:#b84a00;--tint:#eef3f7}
@media screen and (prefers-color-scheme:dark){:root{--ink:#e8ecf0;--soft:#9fabb7;--line:#29313a;--paper:#12171d;
--ground:#0b0f13;--accent:#4aa8e0;--good:#3ecb9b;--bad:#ff9a5c;--tint:#1a2129}.shot{filter:invert(1)}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,
"Helvetica Neue",Arial,sans-serif;-webkit-text-size-adjust:100%}
main,header,footer{max-width:1080px;margin:0 auto;padding:0 24px}
header{padding-top:44px}
h1{font-size:2.1rem;line-height:1.15;letter-spacing:-.02em;margin:.2rem 0 .3rem}
h2{font-size:1.25rem;letter-spacing:-.01em;margin:0 0 4px}
.brand{color:var(--accent);font-weight:600;font-size:.85rem;letter-spacing:.06em;text-transform:uppercase;margin:0}
.lead,.note{overflow-wrap:anywhere;color:var(--soft);margin:0 0 16px;max-width:70ch}
.note{font-size:.92rem}
.command{display:block;overflow-x:auto;white-space:pre;background:var(--tint);border-radius:8px;padding:10px 14px}
.command::before{content:"$ ";color:var(--soft)}
code,pre{font:.84rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
pre{overflow-x:auto;margin:0;padding:14px 16px;background:var(--tint);border-radius:8px}
section{background:var(--paper);border:1px solid var(--line);border-radius:12px;padding:22px 24px 24px;margin:20px 0}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:1px;margin:24px 0 0;padding:0;
background:var(--line);border:1px solid var(--line);border-radius:12px;overflow:hidden}
.facts div{background:var(--paper);padding:14px 18px}
.facts dt{color:var(--soft);font-size:.85rem}
.facts dd{margin:0;font-size:1.55rem;font-weight:600;letter-spacing:-.02em;font-variant-numeric:tabular-nums}
.facts div:first-child dd{color:var(--accent)}
.facts small{display:block;font-size:.8rem;font-weight:400;letter-spacing:0;color:var(--soft)}
.pair{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:20px}
.plot{margin:0;overflow-x:auto}
.plot svg{display:block;margin:0 auto}.pair svg{width:100%}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.92rem;font-variant-numeric:tabular-nums}
caption{text-align:left;color:var(--soft);font-size:.92rem;padding-bottom:8px}
th,td{padding:7px 12px 7px 0;text-align:left;border-bottom:1px solid var(--line);vertical-align:middle}
tr:last-child>*{border-bottom:0}
thead th{color:var(--soft);font-weight:500;font-size:.82rem;white-space:nowrap}
tbody th{font-weight:500}
.n{text-align:right}td.n+td:not(.n),th.n+th:not(.n){padding-left:28px}
.good{color:var(--good)}.bad{color:var(--bad)}
.bar{display:inline-block;width:64px;height:6px;border-radius:3px;background:var(--tint);margin-left:10px;
vertical-align:middle;overflow:hidden}
.bar i{display:block;height:100%;background:var(--accent)}
.bar.mistake{width:96px;margin:0}.bar.mistake i{background:var(--bad)}
.tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(104px,1fr));gap:16px 12px;list-style:none;margin:0;padding:0}
.tile{margin:0;font-size:.82rem;line-height:1.35;text-align:center}
.shot{display:block;width:100%;max-width:112px;margin:0 auto;aspect-ratio:1;object-fit:contain;image-rendering:pixelated}
.frame{display:block;border:1px solid var(--line);border-radius:8px;padding:5px;margin-bottom:6px;overflow:hidden}
.wrong .frame{border:2px dashed var(--bad);padding:4px}
.tile b{font-weight:600}.tile .say{color:var(--soft);display:block}
.sign{font-weight:700}
details{margin-top:14px}summary{cursor:pointer;color:var(--accent);font-size:.92rem}
details>*:not(summary){margin-top:10px}
.keys{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:5px 20px;margin:0;font-size:.92rem}
.keys dt{color:var(--soft)}.keys dd{margin:0;overflow-wrap:anywhere}
h3{font-size:1rem;margin:18px 0 8px}
.chapter{margin:44px 0 0}.chapter h2{font-size:1.5rem;letter-spacing:-.02em}
.system{scroll-margin-top:12px}.system .facts{margin:18px 0}.system .facts dd{font-size:1.3rem}
.system pre{margin-bottom:10px}.id{color:var(--accent);margin-right:.35em}
.badge{display:inline-block;border:1px solid currentColor;border-radius:999px;padding:1px 11px;font-size:.82rem;font-weight:600;
white-space:nowrap}.badge.plain{color:var(--soft)}
.finding{border-left:3px solid var(--accent);background:var(--tint);border-radius:0 8px 8px 0;padding:10px 16px;margin:14px 0}
.systems .say{display:block;color:var(--soft);font-weight:400;font-size:.84rem}.systems a{color:var(--accent);font-weight:600}
.systems .group th{padding-top:22px;color:var(--soft);font-weight:600}.systems .sd{color:var(--soft);white-space:nowrap}
.systems td.n{white-space:nowrap}.whisker{min-width:216px}.whisker svg{display:block;width:200px;height:26px}.chosen{background:var(--tint)}
footer{color:var(--soft);font-size:.85rem;padding-bottom:40px}
@media screen and (max-width:760px){main,header,footer{padding:0 14px}header{padding-top:26px}h1{font-size:1.6rem}
section{padding:18px 14px}.pair{grid-template-columns:minmax(0,1fr)}.facts{grid-template-columns:repeat(2,1fr)}
.wide svg{max-width:none!important;margin:0}.facts dd{font-size:1.3rem}.tiles{grid-template-columns:repeat(auto-fill,minmax(86px,1fr))}
.bar{width:36px;margin-left:6px}.bar.mistake{width:56px}th,td{padding-right:8px}
td.n+td:not(.n),th.n+th:not(.n){padding-left:8px}table{font-size:.86rem}.facts div:last-child:nth-child(odd){grid-column:span 2}}
@media screen and (max-width:760px){.systems thead{display:none}.systems,.systems tbody{display:block}
.systems tr{display:grid;grid-template-columns:auto auto 1fr;gap:2px 12px;
padding:10px 0;border-bottom:1px solid var(--line)}.systems th,.systems td{border:0;padding:0!important;text-align:left}
.systems th[scope=row],.systems .whisker,.systems .group th,.systems td:last-child{grid-column:1/-1}
.systems td[data-name]::before{content:attr(data-name) " ";color:var(--soft)}.systems .whisker{order:1}.systems td:last-child{order:2}.systems .whisker svg{max-width:100%}}
@media print{@page{margin:14mm}.chapter{break-before:page}body{background:#fff;font-size:10.5pt}
main,header,footer{max-width:none;padding:0}section{border-color:#ccc;break-inside:avoid;padding:14px 16px}
.flow{break-inside:auto}.finding,.facts,.pair,.plot,.tile,.chosen,tr,pre{break-inside:avoid}
h2,h3,caption,thead{break-after:avoid}.scroll,.plot,pre,.command{overflow:visible}pre,.command{white-space:pre-wrap;overflow-wrap:anywhere}
.systems .say{font-size:.95em}
table{font-size:.8rem}th,td{padding:4px 8px 4px 0}.plot svg{max-width:100%;height:auto}
.whisker{min-width:136px}.whisker svg{width:136px}.tiles{grid-template-columns:repeat(8,minmax(0,1fr))}
details>summary{display:none}}
)";

}  // namespace thimble
