/** Kind of shape → what draws it; the sheet itself is drawn by the grid, or on a phone by cards. */

import { Board } from "./board.js";
import { Calendar } from "./calendar.js";
import { Gallery } from "./gallery.js";
import { Pivot } from "./pivot.js";
import { Timeline } from "./timeline.js";

export const DRAWN = { board: Board, calendar: Calendar, timeline: Timeline, cards: Gallery, pivot: Pivot };
