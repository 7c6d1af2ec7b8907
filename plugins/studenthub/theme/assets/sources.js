// The field that finds a source: all that the page loads. What finds comes when a reader turns to the field.

const form = document.querySelector("[data-find-source]");
const [input, failure] = ["input", "[role=alert]"].map((name) => form.querySelector(name));
const finding = () => import("./sources-list.js");

form.hidden = false;
form.addEventListener("submit", (event) => event.preventDefault());
input.addEventListener("focus", () => finding().catch(() => {}), { once: true }); // typing asks again, and says so
input.addEventListener("input", async () => {
  try {
    const { find } = await finding();
    await find();
    failure.hidden = true;
  } catch (error) {
    console.error(error);
    failure.hidden = false;
  }
});
