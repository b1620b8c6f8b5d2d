// Keys go to the desk at once, without a click into the page first.
new MutationObserver(() => {
  document.querySelector(".xterm-helper-textarea")?.focus();
}).observe(document.body, { attributes: true });
