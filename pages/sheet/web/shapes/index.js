/** Kind of shape → what draws it; the sheet itself is drawn by the grid, or on a phone by cards. */

import { Board } from "./board.js";

export const DRAWN = { board: Board };
