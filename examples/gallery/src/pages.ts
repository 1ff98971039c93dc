import type { GalleryPage } from "./page.ts";
import { asyncPage } from "./pages/async.ts";
import { asyncStreamPage } from "./pages/async-stream.ts";
import { avatarPage } from "./pages/avatar.ts";
import { counterPage } from "./pages/counter.ts";
import { crashPage } from "./pages/crash.ts";
import { endlessStreamPage } from "./pages/endless-stream.ts";
import { externalUploadPage } from "./pages/external-upload.ts";
import { filesPage } from "./pages/files.ts";
import { flashPage } from "./pages/flash.ts";
import { formPage } from "./pages/form.ts";
import { functionComponentsPage } from "./pages/function-components.ts";
import { hooksPage } from "./pages/hooks.ts";
import { jsCommandsPage } from "./pages/js-commands.ts";
import { keyedListPage } from "./pages/keyed-list.ts";
import { liveComponentsPage } from "./pages/live-components.ts";
import { loginPage } from "./pages/login.ts";
import { modalPage } from "./pages/modal.ts";
import { navigationPage } from "./pages/navigation.ts";
import { nestedPage } from "./pages/nested.ts";
import { nestedFormPage } from "./pages/nested-form.ts";
import { paramsPage } from "./pages/params.ts";
import { postedFormPage } from "./pages/posted-form.ts";
import { pushEventsPage } from "./pages/push-events.ts";
import { stickyPage } from "./pages/sticky.ts";
import { streamPage } from "./pages/stream.ts";
import { taskPage } from "./pages/task.ts";
import { temporaryAssignsPage } from "./pages/temporary-assigns.ts";
import { titlePage } from "./pages/title.ts";

/** Every page, in the order in which the gallery lists them. */
export const pages: readonly GalleryPage[] = [
  counterPage,
  paramsPage,
  navigationPage,
  flashPage,
  titlePage,
  keyedListPage,
  streamPage,
  endlessStreamPage,
  temporaryAssignsPage,
  asyncPage,
  taskPage,
  asyncStreamPage,
  formPage,
  nestedFormPage,
  postedFormPage,
  avatarPage,
  filesPage,
  externalUploadPage,
  functionComponentsPage,
  liveComponentsPage,
  nestedPage,
  stickyPage,
  jsCommandsPage,
  modalPage,
  hooksPage,
  pushEventsPage,
  loginPage,
  crashPage,
];
