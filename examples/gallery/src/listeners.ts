// What js.dispatch("gallery:shout") reaches: an ordinary listener.
window.addEventListener("gallery:shout", ({ target, detail }: CustomEventInit & Event) => {
  if (target instanceof HTMLInputElement) target.value = target.value.toUpperCase() + detail.mark;
});
