//! Pages in a browser: Chromium without a screen, driven through `chromedriver` by the WebDriver
//! protocol (W3C, 2018), which is JSON over HTTP.
//!
//! Where there is no browser these tests can't run, and say so. With `PARTIALS_BROWSER=1`, as
//! `.ci/run` sets it, that is an error.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use partials::Function;
use serde_json::{Value, json};

use super::shell;

/// A browser with a session, both of which end with it.
struct Browser {
    driver: Child,
    port: u16,
    session: String,
    folder: PathBuf,
}

/// None where no browser is installed and none is asked for.
fn browser(name: &str) -> Option<Browser> {
    let installed = Command::new("chromedriver")
        .arg("--version")
        .output()
        .is_ok();
    let wanted = std::env::var_os("PARTIALS_BROWSER").is_some();
    assert!(installed || !wanted, "chromedriver is not installed");
    if !installed {
        eprintln!("not tried: there is no chromedriver");
        return None;
    }
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let folder = std::env::temp_dir().join(format!("partials-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let driver = Command::new("chromedriver")
        .arg(format!("--port={port}"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut browser = Browser {
        driver,
        port,
        session: String::new(),
        folder,
    };
    browser.begin();
    Some(browser)
}

impl Drop for Browser {
    fn drop(&mut self) {
        let path = format!("/session/{}", self.session);
        let _ = self.request("DELETE", &path, &Value::Null);
        let _ = self.driver.kill();
        let _ = self.driver.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Browser {
    fn begin(&mut self) {
        let profile = format!("--user-data-dir={}", self.folder.join("profile").display());
        let options = json!({
            "args": [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--disable-dev-shm-usage", "--window-size=900,700", profile,
            ],
        });
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "goog:chromeOptions": options,
            "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
        }}});
        for _ in 0..300 {
            if let Ok(answer) = self.request("POST", "/session", &wanted)
                && let Some(session) = answer["sessionId"].as_str()
            {
                self.session = session.to_owned();
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("the browser does not start");
    }

    /// One request over a connection of its own; what is below `value` in the answer.
    fn request(&self, method: &str, path: &str, body: &Value) -> std::io::Result<Value> {
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )?;
        let mut reader = BufReader::new(stream);
        let mut length = 0;
        loop {
            let mut line = String::new();
            reader.read_line(&mut line)?;
            let line = line.trim().to_ascii_lowercase();
            if let Some(value) = line.strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
            if line.is_empty() {
                break;
            }
        }
        let mut bytes = vec![0; length];
        reader.read_exact(&mut bytes)?;
        let mut answer: Value = serde_json::from_slice(&bytes)?;
        Ok(answer["value"].take())
    }

    fn post(&self, command: &str, body: &Value) -> Value {
        let path = format!("/session/{}/{command}", self.session);
        let answer = self.request("POST", &path, body).unwrap();
        assert!(answer["error"].is_null(), "{command}: {answer}");
        answer
    }

    /// Runs the command of the program that writes a page, and opens the page.
    fn open(&self, command: &str) {
        let page = self.folder.join("page.html");
        let line = format!("{command} --output {}", page.display());
        let output = shell(&line);
        assert!(output.status.success(), "{}", super::stderr(&output));
        self.post(
            "url",
            &json!({ "url": format!("file://{}", page.display()) }),
        );
    }

    /// The value of an expression of the page.
    fn value(&self, expression: &str) -> Value {
        self.post(
            "execute/sync",
            &json!({ "script": format!("return {expression}"), "args": [] }),
        )
    }

    /// Waits until an expression of the page holds.
    fn wait(&self, expression: &str) {
        for _ in 0..200 {
            if self.value(expression) == json!(true) {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("never: {expression}");
    }

    /// Waits until the picture was drawn once more than so many times.
    fn drawn_since(&self, before: &Value) {
        self.wait(&format!("state.drawn > {before} && state.time === null"));
    }

    /// Presses the pointer at a place of the window, moves it, and lets it go.
    fn drag(&self, from: (i32, i32), by: (i32, i32)) {
        let step = |x, y| json!({ "type": "pointerMove", "duration": 50, "x": x, "y": y });
        let mut actions = vec![
            step(from.0, from.1),
            json!({ "type": "pointerDown", "button": 0 }),
        ];
        if by != (0, 0) {
            actions.push(step(from.0 + by.0 / 2, from.1 + by.1 / 2));
            actions.push(step(from.0 + by.0, from.1 + by.1));
        }
        actions.push(json!({ "type": "pointerUp", "button": 0 }));
        self.act("pointer", json!({ "pointerType": "mouse" }), actions);
    }

    fn act(&self, kind: &str, parameters: Value, actions: Vec<Value>) {
        let source =
            json!({ "type": kind, "id": kind, "parameters": parameters, "actions": actions });
        self.post("actions", &json!({ "actions": [source] }));
    }

    /// How many different colours the canvas has, and a number that its pixels determine.
    fn pixels(&self) -> (u64, String) {
        let found = self.value(
            "(() => { const copy = document.createElement('canvas'); \
             [copy.width, copy.height] = [canvas.width, canvas.height]; \
             const pen = copy.getContext('2d', { willReadFrequently: true }); \
             pen.drawImage(canvas, 0, 0); \
             const data = pen.getImageData(0, 0, copy.width, copy.height).data; \
             const pixels = new Uint32Array(data.buffer); \
             let sum = 0; for (const p of pixels) sum = (sum * 31 + p) >>> 0; \
             return [new Set(pixels).size, String(sum)]; })()",
        );
        (
            found[0].as_u64().unwrap(),
            found[1].as_str().unwrap().to_owned(),
        )
    }

    /// Nothing was complained of, and nothing but the page itself was asked for.
    fn is_quiet(&self) {
        let complaints = self.post("se/log", &json!({ "type": "browser" }));
        assert_eq!(complaints, json!([]));
        let events = self.post("se/log", &json!({ "type": "performance" }));
        let mut asked = Vec::new();
        for event in events.as_array().unwrap() {
            let message: Value = serde_json::from_str(event["message"].as_str().unwrap()).unwrap();
            let (method, of) = (&message["message"]["method"], &message["message"]["params"]);
            // The page that a new window shows asks for its own.
            let from_page = of["documentURL"]
                .as_str()
                .is_some_and(|url| url.ends_with("page.html"));
            if method == "Network.requestWillBeSent" && from_page {
                asked.push(of["request"]["url"].as_str().unwrap().to_owned());
            }
        }
        assert!(
            asked
                .iter()
                .any(|url| url.starts_with("file:") && url.ends_with("page.html"))
        );
        let others = |url: &&String| !url.ends_with("page.html") && !url.starts_with("data:");
        assert_eq!(asked.iter().filter(others).count(), 0, "{asked:?}");
    }
}

#[test]
fn surfaces_turn_and_sliders_change_them() {
    let Some(browser) = browser("surface") else {
        return;
    };
    browser.open(
        "partials plot 'f(x, y, a) = (a - x)^2 + 10*(y - x^2)^2' --set a=1 --x -2..2 --y -1..3 \
         --descend x=-1,y=2",
    );
    let (colors, first) = browser.pixels();
    assert!(colors > 300, "{colors} colours");

    let (azimuth, drawn) = (
        browser.value("picture.view.azimuth"),
        browser.value("state.drawn"),
    );
    browser.drag((450, 300), (120, 30));
    browser.drawn_since(&drawn);
    assert_ne!(browser.value("picture.view.azimuth"), azimuth);
    let (_, turned) = browser.pixels();
    assert_ne!(first, turned);

    // The slider gives `a` another value, and the surface and the descent follow.
    let (before, drawn) = (
        browser.value("picture.evaluate(0, 0)[0]"),
        browser.value("state.drawn"),
    );
    assert_eq!(before, json!(1));
    browser.value(
        "(() => { const slider = document.querySelector('input[data-name=a]'); \
         slider.value = 1.5; slider.dispatchEvent(new Event('input')); })()",
    );
    browser.drawn_since(&drawn);
    assert_eq!(browser.value("picture.evaluate(0, 0)[0]"), json!(2.25));
    assert_ne!(browser.pixels().1, turned);

    // A click begins a descent there, which is drawn step by step.
    let steps = browser.value("picture.steps()[0]").as_u64().unwrap();
    assert!(steps > 5, "{steps} steps");
    let (start, drawn) = (browser.value("state.starts"), browser.value("state.drawn"));
    browser.drag((450, 330), (0, 0));
    browser.drawn_since(&drawn);
    assert_ne!(browser.value("state.starts"), start);
    assert!(browser.value("state.drawn").as_u64() > drawn.as_u64().map(|n| n + 5));

    // The pointer tells a value.
    let moves = vec![json!({ "type": "pointerMove", "duration": 20, "x": 450, "y": 340 })];
    browser.act("pointer", json!({ "pointerType": "mouse" }), moves);
    browser.wait(
        "read.textContent.includes('f(x, y, a) = ') || read.textContent.includes('f(x, y) = ')",
    );

    let zoom = browser.value("picture.view.zoom");
    let scroll = json!({
        "type": "scroll", "x": 450, "y": 300, "deltaX": 0, "deltaY": -240, "duration": 20, "origin": "viewport",
    });
    browser.act("wheel", Value::Null, vec![scroll]);
    assert_ne!(browser.value("picture.view.zoom"), zoom);
    browser.is_quiet();
}

#[test]
fn curves_move_and_sliders_change_them() {
    let Some(browser) = browser("curve") else {
        return;
    };
    browser.open("partials plot 'sin(k*x)/x' --set k=2 --derivative --theme dark --x -6..6");
    let (colors, first) = browser.pixels();
    assert!(colors > 20, "{colors} colours");
    let drawn = browser.value("state.drawn");
    browser.drag((450, 300), (-100, 0));
    browser.drawn_since(&drawn);
    assert!(browser.value("picture.view.x[0]").as_f64().unwrap() > -6.0);
    let (_, moved) = browser.pixels();
    assert_ne!(first, moved);
    let found = browser.value("picture.evaluate(1)");
    let (value, slope) = (2_f64.sin(), 2.0 * 2_f64.cos() - 2_f64.sin());
    assert!((found[0].as_f64().unwrap() - value).abs() < 1e-14);
    assert!((found[1].as_f64().unwrap() - slope).abs() < 1e-14);
    browser.is_quiet();
}

/// What a page can't compute it shows as it was computed before, and says so.
#[test]
fn pages_say_what_they_cannot_compute() {
    let Some(browser) = browser("sampled") else {
        return;
    };
    browser.open("partials plot 'besselj(0, sqrt(x^2 + a*y^2))' --set a=1 --x -8..8 --y -8..8");
    assert!(browser.pixels().0 > 300);
    let said = browser.value("document.querySelector('p').textContent");
    assert!(said.as_str().unwrap().contains("besselj"), "{said}");
    assert_eq!(
        browser.value("document.querySelectorAll('input').length"),
        json!(0)
    );
    browser.is_quiet();
}

/// Every function that a page computes has the values that the engine has, inside and outside its
/// domain.
#[test]
fn pages_compute_what_the_engine_computes() {
    let Some(browser) = browser("functions") else {
        return;
    };
    let unary = "exp expm1 exp2 ln log1p log2 log10 sqrt cbrt sin cos tan sec csc cot asin acos atan \
        asec acsc acot sinc sinh cosh tanh sech csch coth asinh acosh atanh asech acsch acoth abs \
        sign floor ceil trunc round frac heaviside erf erfc gamma digamma lgamma sigmoid softplus \
        logit relu gelu silu mish";
    let mut formulas: Vec<String> = unary
        .split_whitespace()
        .map(|name| format!("{name}(x)"))
        .collect();
    let several = [
        "hypot(x, 2)",
        "atan2(x, -2)",
        "mod(x, 3)",
        "min(x, 1)",
        "max(x, 1)",
        "clamp(x, -1, 2)",
        "beta(x, 2)",
        "leaky_relu(x, 1/10)",
        "elu(x, 2)",
        "huber(x, 1)",
        "x^x",
        "x^(1/3)",
        "x^(-3)",
        "if(x > 1, x^2, -x)",
        "if(x < 0 or x > 2, 1/x, x)",
        "1/x",
    ];
    formulas.extend(several.map(str::to_owned));
    let places = [
        -3.7, -2.5, -1.0, -0.4, 0.0, 0.3, 0.5, 1.0, 1.7, 2.5, 4.2, 9.0,
    ];
    let commands = formulas
        .iter()
        .map(|formula| format!("'{formula}'"))
        .collect::<Vec<_>>()
        .join(" ");
    browser.open(&format!("partials plot {commands} --x -4..10"));
    for place in places {
        let found = browser.value(&format!("picture.evaluate({place})"));
        let found = found.as_array().unwrap();
        assert_eq!(found.len(), formulas.len());
        for (formula, found) in formulas.iter().zip(found) {
            let expected = Function::parse(formula).unwrap().value(&[place]).unwrap();
            match found.as_f64() {
                Some(found) if expected.is_finite() => {
                    let error = (found - expected).abs();
                    assert!(
                        error <= 2e-13 * expected.abs().max(0.05),
                        "{formula} at {place}: {found}, {expected}"
                    );
                }
                // JSON has neither NaN nor infinities.
                Some(found) => panic!("{formula} at {place}: {found}, {expected}"),
                None => assert!(
                    !expected.is_finite(),
                    "{formula} at {place}: none, {expected}"
                ),
            }
        }
    }
    browser.is_quiet();
}
