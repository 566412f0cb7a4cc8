import { useEffect, useMemo } from "preact/hooks";
import { NoticeArea } from "./notice";
import { everything, queryText } from "./query";
import { navigate, type Route, route } from "./router";
import { CostScreen } from "./screens/cost";
import { HealthScreen } from "./screens/health";
import { LabelsScreen } from "./screens/labels";
import { PeopleScreen } from "./screens/people";
import { PhotosScreen } from "./screens/photos";
import { Empty } from "./shell/empty";
import { Help } from "./shell/help";
import { Navigation } from "./shell/navigation";
import { SearchBox } from "./shell/search-box";
import { timelineFor } from "./timeline/timelines";
import { Viewer } from "./viewer/viewer";

const titles: Readonly<Record<Route["screen"], string>> = {
  photos: "Photos",
  photo: "Photo",
  people: "People",
  labels: "Things",
  health: "Health",
  cost: "Cost",
  unknown: "Not found",
};

function Lost() {
  return (
    <main class="page">
      <Empty sentence="There is nothing at this address." action="Show all photos" onAct={() => navigate("/")} />
    </main>
  );
}

function Screen({ current, viewing }: { readonly current: Route; readonly viewing: boolean }) {
  const query = "query" in current ? current.query : everything;
  const timeline = useMemo(() => timelineFor(query), [queryText(query)]);
  switch (current.screen) {
    case "photos":
    case "photo":
      return <PhotosScreen timeline={timeline} query={query} words={current.words} active={!viewing} />;
    case "people":
      return <PeopleScreen />;
    case "labels":
      return <LabelsScreen />;
    case "health":
      return <HealthScreen />;
    case "cost":
      return <CostScreen assumed={current.assumed} />;
    default:
      return <Lost />;
  }
}

/** The whole page: the bar, the screen the address asks for, and the viewer over it. */
export function App() {
  const current = route.value;
  const viewing = current.screen === "photo";
  useEffect(() => {
    document.title = `${titles[current.screen]} · Shoebox`;
  }, [current.screen]);
  return (
    <>
      <div class="page-frame" inert={viewing}>
        <header class="top-bar">
          <a class="wordmark" href="/" aria-label="Shoebox: all photos">
            Shoebox
          </a>
          <SearchBox active={!viewing} />
          <Navigation />
        </header>
        <Screen current={current} viewing={viewing} />
      </div>
      {viewing && (
        <Viewer id={current.id} timeline={timelineFor(current.query)} query={current.query} words={current.words} />
      )}
      <Help />
      <NoticeArea />
    </>
  );
}
