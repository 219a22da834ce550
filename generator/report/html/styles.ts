/** Colours of pages and pictures, light and dark: text on them has a contrast of 4.5 and more. */
export const COLOURS = `:root{--ground:#fff;--card:#f6f6f4;--line:#d9d9d4;--text:#1b1d20;--dim:#595f66;--link:#0b57a4;--ok:#246b41;--wait:#7d5200;--bad:#b3261e;--mark:#fff4d6}
@media (prefers-color-scheme:dark){:root{--ground:#131518;--card:#1b1e22;--line:#363b42;--text:#e8e8e4;--dim:#a6acb3;--link:#8ab8ee;--ok:#74c795;--wait:#e3b65f;--bad:#f59b92;--mark:#3a3217}}`;

/** What pictures are drawn with: in pages, and alone. */
export const DRAWING = `svg{max-width:none;font:13px system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;display:block}
svg text{fill:var(--text)}svg .d,svg .d text{fill:var(--dim)}svg .m{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:12px}
svg .h{font-weight:600}svg .s{font-size:11px}svg .box{fill:var(--card);stroke:var(--line)}svg .band{fill:none;stroke:var(--line);stroke-dasharray:3 3}
svg .wire{fill:none;stroke:var(--dim);stroke-width:1.2}svg .tip{fill:var(--dim)}svg .ok{fill:var(--ok)}svg .wait{fill:var(--wait)}svg .bad{fill:var(--bad)}
svg .rule{stroke:var(--line)}svg .now{stroke:var(--link);stroke-width:1.5}svg .bar{fill:var(--mark);stroke:var(--wait)}svg a text{fill:var(--link)}`;

export const STYLES = `${COLOURS}
${DRAWING}
*{box-sizing:border-box}html{scroll-padding-top:1rem}
body{margin:0;background:var(--ground);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:anywhere}
header,main,footer{max-width:68rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:1.75rem}h1{font-size:1.6rem;margin:0;line-height:1.2}h2{font-size:1.15rem;margin:2.75rem 0 .75rem}h3{font-size:.95rem;margin:1.5rem 0 .4rem}
p{margin:.4rem 0}a{color:var(--link);text-underline-offset:.15em}a:focus-visible,summary:focus-visible,input:focus-visible,.scroll:focus-visible{outline:2px solid var(--link);outline-offset:2px}
code,.mono{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.87em}.dim{color:var(--dim)}.ok{color:var(--ok)}.wait{color:var(--wait)}.bad{color:var(--bad)}
.verdict{font-size:1.05rem;margin:.6rem 0 .2rem}.skip{position:absolute;left:-999rem}.skip:focus{left:.5rem;top:.5rem;background:var(--ground);padding:.3rem .6rem;z-index:2}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
nav ul{list-style:none;margin:1rem 0 0;padding:.6rem 0;display:flex;flex-wrap:wrap;gap:.25rem 1.1rem;border-block:1px solid var(--line)}
#find{position:relative;margin-top:1rem;max-width:30rem}#find[hidden]{display:none}#find label{display:block;font-size:.87rem;color:var(--dim)}
input{font:inherit;color:inherit;background:var(--ground);border:1px solid var(--dim);border-radius:6px;padding:.45rem .6rem;width:100%}
#found{list-style:none;margin:.3rem 0 0;padding:0}#found li a{display:flex;justify-content:space-between;gap:1rem;padding:.3rem .6rem;border-radius:4px}#found li a:hover{background:var(--card)}
.scroll{overflow-x:auto;max-width:100%;margin:.5rem 0}
table{border-collapse:collapse;font-size:.9rem}.wide{width:100%}th,td{text-align:left;vertical-align:top;padding:.32rem .8rem .32rem 0;border-bottom:1px solid var(--line)}
th{font-weight:500;overflow-wrap:normal}thead th{color:var(--dim);font-size:.82rem;vertical-align:bottom}td{overflow-wrap:break-word}
.matrix td{padding-inline:.5rem;font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.82rem;white-space:nowrap}.matrix th{white-space:nowrap}.matrix thead th:not(:first-child){padding-inline:.5rem}
.matrix tbody th{position:sticky;left:0;background:var(--ground)}.matrix .many{writing-mode:vertical-rl;transform:rotate(180deg);padding:.2rem 0;text-align:left}
.matrix td.w{background:var(--mark);color:var(--wait)}.matrix td.b{background:var(--mark);color:var(--bad);font-weight:600}.matrix td.n{color:var(--dim)}
.items{list-style:none;margin:0;padding:0}.items>li{padding:.7rem 0;border-top:1px solid var(--line)}.items>li:last-child{border-bottom:1px solid var(--line)}.items p{margin:.15rem 0}
.out{color:var(--dim)}.out code{color:var(--text)}
details.card{border:1px solid var(--line);border-radius:8px;margin:.6rem 0}details.card>summary{cursor:pointer;padding:.6rem .9rem;display:flex;flex-wrap:wrap;gap:.15rem .9rem;align-items:baseline}
details.card>summary::before{content:"▸";color:var(--dim);width:.8em}details.card[open]>summary::before{content:"▾"}details.card>summary::-webkit-details-marker{display:none}details.card>summary b{font-weight:600}
details.card>div{padding:0 .9rem .9rem}details.card>div:focus{outline:0}details.card>div:target{scroll-margin-top:4rem}details.card:has(>div:target){border-color:var(--link)}
details.more{display:inline}details.more>summary{display:inline;cursor:pointer;color:var(--link)}details>summary{cursor:pointer}
dl{margin:.4rem 0 0;display:grid;gap:.35rem}dl>div{display:grid;grid-template-columns:9.5rem 1fr;gap:.2rem 1rem}dt{color:var(--dim)}dd{margin:0;min-width:0;overflow-wrap:anywhere}.values td{overflow-wrap:anywhere}.values td:nth-child(2){min-width:7rem}
ol.way{margin:.5rem 0;padding-left:1.3rem}ol.way li{margin:.3rem 0}ol.way ul{margin:.1rem 0;padding-left:1rem;color:var(--dim);font-size:.9rem}
pre{background:var(--card);border-radius:6px;padding:.6rem .8rem;overflow-x:auto;font-size:.82rem;margin:.4rem 0;white-space:pre}
meter{width:6rem;height:.7rem;vertical-align:middle}footer{color:var(--dim);font-size:.85rem;margin-top:3rem;padding-bottom:2rem}
.defaults{color:var(--dim)}.defaults b{font-weight:400;color:var(--text)}
@media (max-width:640px){meter{width:4rem}header,main,footer{padding-inline:.9rem}dl>div{grid-template-columns:1fr}dt{font-size:.85rem}h1{font-size:1.35rem}.items>li{padding:.55rem 0}.values thead,.hosts thead{display:none}:is(.values,.hosts) :is(tr,th,td){display:block;border:0;padding:0}:is(.values,.hosts) tr{border-bottom:1px solid var(--line);padding:.4rem 0}}
@media print{:root{--ground:#fff;--card:#fff;--line:#bbb;--text:#000;--dim:#444;--link:#000;--ok:#000;--wait:#000;--bad:#000;--mark:#fff}body{font-size:10.5pt}header,main,footer{max-width:none;padding:0}
#find,nav,.skip{display:none}a{text-decoration:none}.scroll{overflow:visible}svg{max-width:100%;height:auto}details.card,.items>li,tr,svg{break-inside:avoid}details::details-content{content-visibility:visible;block-size:auto}h2,h3{break-after:avoid}pre{white-space:pre-wrap}}`;
