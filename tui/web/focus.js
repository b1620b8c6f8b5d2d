// Keys go to the desk at once, without a click into the page first. What an input method leaves in
// the element that takes them is not kept by the browser, which would write it to its disk.
new MutationObserver(() => {
  const area = document.querySelector(".xterm-helper-textarea");
  area?.setAttribute("autocomplete", "off");
  area?.focus();
}).observe(document.body, { attributes: true });
