export function drawTour() {}
export function startTour() {}
