// Runs inside a page: geometry that only a browser knows. Defines `inside`.

globalThis.inside = (() => {
  const short = (text) => text.replace(/\s+/g, " ").trim().slice(0, 60);
  const name = (one) => {
    const within = one.closest("[id]")?.id ?? "page";
    return `<${one.tagName.toLowerCase()}> "${short(one.textContent)}" in #${within}`;
  };
  const isShown = (one) => one.checkVisibility() && one.getBoundingClientRect().width > 0;
  const scrolls = (one) => /auto|scroll/.test(getComputedStyle(one).overflowX);
  const scroller = (one) => {
    for (let above = one.parentElement; above; above = above.parentElement) if (scrolls(above)) return above;
    return null;
  };

  /// What is wider than its place, except in regions that scroll by design: those can be reached by keyboard and have a name.
  function overflowing() {
    const found = [];
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > width) found.push(`the page is ${document.documentElement.scrollWidth} px wide`);
    for (const one of document.body.querySelectorAll("*")) {
      if (!(one instanceof HTMLElement || one instanceof SVGSVGElement) || !isShown(one) || scroller(one)) continue;
      const box = one.getBoundingClientRect();
      // Out of sight on purpose until it has the focus.
      if (one.matches("a.skip") && box.right <= 0) continue;
      if (box.right > width + 0.5 || box.left < -0.5) {
        found.push(`${name(one)} goes from ${Math.round(box.left)} to ${Math.round(box.right)} px`);
      }
      const isTooNarrow = one instanceof HTMLElement && one.clientWidth > 0 && one.scrollWidth > one.clientWidth + 1;
      if (isTooNarrow && scrolls(one)) {
        const isNamed = one.getAttribute("aria-label") || one.getAttribute("aria-labelledby");
        if (one.tabIndex < 0 || !isNamed) found.push(`${name(one)} scrolls, but has no name or no place in the order of focus`);
      } else if (isTooNarrow && getComputedStyle(one).display !== "inline") {
        found.push(`what is in ${name(one)} is ${one.scrollWidth} px wide, it itself ${one.clientWidth}`);
      }
    }
    return found.slice(0, 5);
  }

  /// Texts of pictures that leave them, or lie on each other.
  function crossing() {
    const found = [];
    for (const picture of document.querySelectorAll("svg")) {
      if (!isShown(picture)) continue;
      const frame = picture.getBoundingClientRect();
      const texts = [...picture.querySelectorAll("text")].filter((text) => text.textContent.trim());
      const boxes = texts.map((text) => {
        const box = text.getBoundingClientRect();
        // The box of a line of text is higher than its letters.
        const slack = box.height * 0.2;
        return { text, left: box.left, right: box.right, top: box.top + slack, bottom: box.bottom - slack };
      });
      for (const [at, box] of boxes.entries()) {
        const leaves = box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1;
        if (leaves) found.push(`${name(box.text)} leaves its picture`);
        for (const other of boxes.slice(at + 1)) {
          const isOn = box.left < other.right - 1 && other.left < box.right - 1 && box.top < other.bottom && other.top < box.bottom;
          if (isOn) found.push(`${name(box.text)} lies on "${short(other.text.textContent)}"`);
        }
      }
    }
    return found.slice(0, 8);
  }

  /// Small texts at the corners of everything that must stay whole in print, so that the PDF tells on which page each is.
  /// Gives for each thing its name and the marks that must share a page.
  function mark() {
    const things = [];
    let last = 0;
    const next = () => `(mark-${(last += 1)})`;
    const span = (parent, edge) => {
      const text = next();
      parent.style.position = "relative";
      const one = document.createElement("span");
      one.style.cssText = `position:absolute;left:0;${edge}:0;font-size:2px;line-height:1`;
      one.textContent = text;
      parent.append(one);
      return text;
    };
    for (const figure of document.querySelectorAll("figure")) {
      const marks = [span(figure.querySelector("figcaption"), "top")];
      const picture = figure.querySelector("svg");
      const { width, height } = picture.viewBox.baseVal;
      // A little inside: Chromium leaves out letters that touch the edge of the paper's content.
      for (const [x, y, anchor] of [[0, 2, "start"], [width - 4, height, "end"]]) {
        const one = document.createElementNS("http://www.w3.org/2000/svg", "text");
        one.setAttribute("style", "font-size:2px;stroke:none");
        for (const [key, value] of Object.entries({ x, y, "text-anchor": anchor })) one.setAttribute(key, value);
        one.textContent = next();
        marks.push(one.textContent);
        picture.append(one);
      }
      things.push({ name: `figure #${figure.id}`, marks });
    }
    const title = document.querySelector("h1");
    const end = document.querySelector(".disclaimer");
    if (title && end) things.push({ name: "first page", marks: [span(title, "top"), span(end, "bottom")], page: 1 });
    return things;
  }

  const open = () => document.querySelectorAll("details").forEach((one) => (one.open = true));
  return { overflowing, crossing, mark, open };
})();
