/** A drawing for the tour: a harbour at night, as a fan might paint it. */

const [WIDTH, HEIGHT] = [640, 420];

/** Return the drawing as a PNG file. */
export function drawing() {
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  paint(canvas.getContext("2d"));
  return new Promise((resolve) => {
    canvas.toBlob((blob) => resolve(new File(blob ? [blob] : [], "harbour-lights.png", { type: "image/png" })), "image/png");
  });
}

function paint(pen) {
  const sky = pen.createLinearGradient(0, 0, 0, HEIGHT);
  for (const [at, colour] of [[0, "#1b1f4b"], [0.55, "#5a3d7a"], [0.66, "#e08a6d"]]) sky.addColorStop(at, colour);
  pen.fillStyle = sky;
  pen.fillRect(0, 0, WIDTH, HEIGHT);
  pen.fillStyle = "#fff3d0";
  for (let star = 0; star < 60; star += 1) pen.fillRect((star * 97) % WIDTH, (star * 53) % 190, star % 3 ? 1.5 : 2.5, star % 3 ? 1.5 : 2.5);
  pen.beginPath();
  pen.arc(500, 90, 38, 0, 7);
  pen.fill();
  pen.fillStyle = "#161a3a";
  pen.fillRect(0, 285, WIDTH, HEIGHT);
  for (let house = 0; house < 9; house += 1) tower(pen, 20 + house * 70, 285, 40 + ((house * 37) % 70));
  boat(pen, 250, 330);
}

function tower(pen, x, y, height) {
  pen.fillStyle = "#0e1129";
  pen.fillRect(x, y - height, 46, height);
  pen.fillStyle = "#ffca6b";
  for (let level = 12; level < height - 8; level += 18) pen.fillRect(x + 8 + (level % 3) * 10, y - height + level, 8, 9);
  pen.fillStyle = "#ffca6b55";
  for (let wave = 0; wave < 5; wave += 1) pen.fillRect(x + 8 + ((wave * 13) % 22), y + 12 + wave * 22, 16, 3);
}

function boat(pen, x, y) {
  pen.fillStyle = "#f4e9dc";
  pen.beginPath();
  pen.moveTo(x + 66, y - 96);
  pen.lineTo(x + 66, y - 6);
  pen.lineTo(x + 128, y - 6);
  pen.fill();
  pen.fillStyle = "#c0577b";
  pen.beginPath();
  pen.moveTo(x, y);
  pen.lineTo(x + 140, y);
  pen.lineTo(x + 112, y + 34);
  pen.lineTo(x + 26, y + 34);
  pen.fill();
}
