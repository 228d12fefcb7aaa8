//! Examples in the help of each command; a test runs them.

pub const COMPLETIONS: &str = "\
Examples:
  partials completions bash > /tmp/partials.bash";
pub const MANUAL: &str = "\
Examples:
  partials manual > /tmp/partials.1";

pub const DIFF: &str = "\
Examples:
  partials diff 'x^2*sin(y)'
  partials diff 'x^2*sin(y)' --wrt x,x,y
  partials diff 'f(x, y) = x^2*y' --wrt y --wrt x,y
  partials diff 'x^2 + y^2 == 1' --implicit y,x
  partials diff 'f(x(t), y(t))' --wrt t --leibniz
  echo '-x^2' | partials diff -";
pub const GRAD: &str = "\
Examples:
  partials grad 'x1^2*x2 + x1*x2^3'
  partials grad 'f(y, x) = x^2*y' --format json";
pub const JACOBIAN: &str = "\
Examples:
  partials jacobian 'polar(r, t) = [r*cos(t), r*sin(t)]'";
pub const HESSIAN: &str = "\
Examples:
  partials hessian 'x^2 + 3*x*y + y^2'";
pub const SIMPLIFY: &str = "\
Examples:
  partials simplify 'sin(x)^2 + cos(x)^2'
  partials simplify 'x^2*ln(x)/x'";
pub const CHAIN: &str = "\
Examples:
  partials chain 'f(x, y) = x^2*y' 'x = s*t' 'y = s + t'
  partials chain 'f(x, y) = x^2*y' 'x = s*t' 'y = s + t' --format latex";
pub const EXPLAIN: &str = "\
Examples:
  partials explain 'x^2*sin(x)'
  partials explain 'exp(-x^2/y)' --wrt x --format latex";
pub const EVAL: &str = "\
Examples:
  partials eval 'x^2*y' --at x=3,y=1/2
  partials eval 'sin(x)' --at x=pi/4 --derivatives
  partials eval 'sqrt(x)' --at x=2 --at x=3 --digits 50
  partials eval 'x^2 + 3*x + 5' --at x=2 --difference";
pub const DESCEND: &str = "\
Examples:
  partials descend '100*(y - x^2)^2 + (1 - x)^2' --from x=-1.2,y=1
  partials descend 'x^2 + y^2' --from x=2,y=1 --method gradient --rate 0.1 --steps 20 --format csv
  partials descend '100*(y - x^2)^2 + (1 - x)^2' --from x=-1.2,y=1 --output /tmp/way.png
  partials descend examples/data/houses.partials --from w1=0,w2=0 --verify";
pub const FIT: &str = "\
Examples:
  partials fit 'b1*(1 - exp(-b2*x))' --data examples/data/misra1a.csv --response y --start b1=500,b2=1e-4
  partials fit examples/data/thurber.partials --output /tmp/thurber.svg
  partials fit 'a + b*x1' --data examples/data/houses.csv --response y --loss huber --scale 0.5";
pub const TABULATE: &str = "\
Examples:
  partials tabulate 'x1*x2 + x1^2' --data examples/data/houses.csv --derivatives
  partials tabulate 'f(x1) = ln(x1)' --data examples/data/houses.csv --format jsonl --output /tmp/f.jsonl";
pub const COMPILE: &str = "\
Examples:
  partials compile 'f(x, y) = x^2*sin(y)' --target rust
  partials compile 'f(x, y) = (1 - x)^2 + 100*(y - x^2)^2' --target c --hessian
  partials compile examples/formulas/robotics.partials --target python --output /tmp/robotics.py";
pub const CHECK: &str = "\
Examples:
  echo 'claim d/dx sin(x^2) = 2*x*cos(x^2)' | partials check -
  partials check --function 'x^2*y' --claim '[2*x*y, x^2]'
  partials check --function 'x^3' --claim '3*x^2' --at x=2
  partials check --exec 'python3 examples/exec/rosenbrock.py' --at x=-1.2,y=1";

pub const PLOT: &str = "\
Examples:
  partials plot 'sin(x)/x'
  partials plot 'x^3 - 3*x' --derivative --tangent x=1/2 --output /tmp/curve.svg
  partials plot 'x^2 + y^2' --kind surface,contour --output /tmp/bowl.png
  partials plot '(a - x)^2 + 100*(y - x^2)^2' --set a=1 --x -2..2 --y -1..3 --output /tmp/valley.html
  partials plot 'sin(x)' --difference --at x=1 --output /tmp/quotient.png";
